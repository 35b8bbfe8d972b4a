/* A table of switches. Arrow keys walk over it, the space bar and T and . set a cell; the text beside it says the same. */
function render({ model, el }) {
  const names = model.get("rows"), heads = model.get("columns");
  const table = document.createElement("table");
  const text = document.createElement("textarea");
  const title = table.createCaption();
  title.textContent = model.get("description");
  el.classList.add("decodelab-grid");

  const top = table.createTHead().insertRow();
  for (const head of ["", ...heads]) {
    const cell = document.createElement(head ? "th" : "td");
    cell.textContent = head;
    if (head) cell.scope = "col";
    top.append(cell);
  }
  const body = table.createTBody();
  const switches = names.map((name, i) => {
    const row = body.insertRow();
    const head = document.createElement("th");
    head.textContent = name;
    head.scope = "row";
    row.append(head);
    return heads.map((column, j) => {
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = i || j ? -1 : 0;
      button.dataset.lmSuppressShortcuts = "true";     // here keys move over the table, not the notebook
      button.addEventListener("click", () => set(i, j, !isOn(i, j)));
      button.addEventListener("keydown", event => key(event, i, j));
      const cell = row.insertCell();
      if (j === model.get("divided_at") && j) cell.className = "divided";
      cell.append(button);
      return button;
    });
  });

  text.rows = names.length;
  text.cols = heads.length + 2;
  text.spellcheck = false;
  text.setAttribute("aria-label", `${model.get("description")}, as text: T or . for each cell`);
  text.dataset.lmSuppressShortcuts = "true";
  text.addEventListener("input", () => {
    const lines = text.value.toUpperCase().replaceAll("1", "T").replaceAll("0", ".").split("\n");
    send(names.map((_, i) => heads.map((_, j) => ((lines[i] || "").replace(/[^T.]/g, "")[j] === "T" ? "T" : ".")).join("")));
  });

  function lines() { return model.get("typed").split("\n"); }
  function isOn(i, j) { return lines()[i][j] === "T"; }

  function send(rows) {
    model.set("typed", rows.join("\n"));
    model.save_changes();
  }

  function set(i, j, on) {
    const rows = lines().map(line => [...line]);
    rows[i][j] = on ? "T" : ".";
    send(rows.map(row => row.join("")));
  }

  function key(event, i, j) {
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const marks = { t: true, T: true, 1: true, ".": false, 0: false };
    if (event.key in moves) {
      const [di, dj] = moves[event.key];
      const next = switches[i + di]?.[j + dj];
      if (next) {
        switches.flat().forEach(button => { button.tabIndex = -1; });
        next.tabIndex = 0;
        next.focus();
      }
    } else if (event.key in marks) set(i, j, marks[event.key]);
    else return;
    event.preventDefault();
  }

  function draw() {
    switches.forEach((row, i) => row.forEach((button, j) => {
      button.textContent = isOn(i, j) ? "T" : ".";
      button.setAttribute("aria-pressed", isOn(i, j));
      button.setAttribute("aria-label", `${names[i]}, ${heads[j]}`);
    }));
    if (document.activeElement !== text) text.value = model.get("typed");
  }

  el.append(table, text);
  model.on("change:typed", draw);
  draw();
  return () => model.off("change:typed", draw);
}

export default { render };
