/* The browser's own drop-down list, with a label. */
function render({ model, el }) {
  const label = document.createElement("label");
  const name = document.createElement("span");
  const list = document.createElement("select");
  label.className = "decodelab-menu";
  name.className = "name";
  name.textContent = model.get("description");
  label.append(name, list);
  const [options, texts] = [model.get("options"), model.get("texts")];
  options.forEach((option, i) => list.append(new Option(texts[i], option)));
  list.dataset.lmSuppressShortcuts = "true";           // here arrows move in the list, not in the notebook
  list.addEventListener("change", () => {
    model.set("value", list.value);
    model.save_changes();
  });

  function draw() {
    list.value = model.get("value");
  }

  el.append(label);
  model.on("change:value", draw);
  draw();
  return () => model.off("change:value", draw);
}

export default { render };
