# Calls the services of the machine by their usual files: names, logs, containers, displays, buses.
import glob, socket
for path in (*glob.glob("/run/**/*sock*", recursive=True), *glob.glob("/tmp/**/*", recursive=True), "/var/run/docker.sock", "/dev/log",
             "/run/systemd/resolve/io.systemd.Resolve", "/run/systemd/journal/socket", "/var/run/nscd/socket"):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print("BREACH:", path)
    except OSError:
        pass
try:
    print("BREACH:", socket.getaddrinfo("localhost", 80))
except OSError:
    pass
