# Does nothing, for a week.
import time
time.sleep(604_800)
