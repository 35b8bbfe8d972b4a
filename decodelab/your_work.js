/* Two buttons: download all work as one file, and bring such a file back. The kernel packs and unpacks. */
function render({ model, el }) {
  el.innerHTML = `<div style="display: flex; flex-wrap: wrap; gap: 8px; align-items: center">
      <button type="button" class="jupyter-button pack" style="width: auto">Download my work</button>
      <label class="jupyter-button" style="width: auto; cursor: pointer">Bring it back <input type="file" accept=".zip"
        style="position: absolute; width: 1px; height: 1px; opacity: 0"></label>
    </div>
    <ul role="status" style="margin: 6px 0 0; padding-left: 1.2em"></ul>`;
  const [pack, file, status] = el.querySelectorAll("button, input, ul");

  function say(lines) {
    status.replaceChildren(...lines.map(line => Object.assign(document.createElement("li"), { textContent: line })));
  }

  pack.addEventListener("click", () => {
    say(["Packing …"]);
    model.send({ ask: "pack" });
  });
  file.addEventListener("focus", () => { file.parentElement.style.outline = "2px solid currentColor"; });
  file.addEventListener("blur", () => { file.parentElement.style.outline = ""; });
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    say([`Bringing back ${file.files[0].name} …`]);
    model.send({ ask: "unpack" }, undefined, [await file.files[0].arrayBuffer()]);
    file.value = "";
  });

  function answer(message, buffers) {
    if (message.packed) {
      const url = URL.createObjectURL(new Blob([buffers[0]], { type: "application/zip" }));
      const link = Object.assign(document.createElement("a"), { href: url, download: model.get("name") });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      say([`${model.get("name")}: your browser saves it where downloads go.`, ...message.packed]);
    } else {
      say(message.again
        ? [...message.said, "Lessons that are open still show the old state: File → Reload Notebook from Disk, in each."]
        : message.said);
    }
  }

  model.on("msg:custom", answer);
  return () => model.off("msg:custom", answer);
}

export default { render };
