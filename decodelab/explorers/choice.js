/* The browser's radio buttons, side by side where there is room, in a named group. */
function render({ model, el }) {
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  const name = `choice-${Math.random().toString(36).slice(2)}`;
  group.className = "decodelab-choice";
  group.append(legend);
  legend.textContent = model.get("description");
  const buttons = model.get("options").map(option => {
    const label = document.createElement("label");
    const button = document.createElement("input");
    Object.assign(button, { type: "radio", name, value: option });
    button.dataset.lmSuppressShortcuts = "true";       // here arrows move the choice, not the notebook
    button.addEventListener("change", () => {
      model.set("value", option);
      model.save_changes();
    });
    label.append(button, ` ${option}`);
    group.append(label);
    return button;
  });

  function draw() {
    for (const button of buttons) button.checked = button.value === model.get("value");
  }

  el.append(group);
  model.on("change:value", draw);
  draw();
  return () => model.off("change:value", draw);
}

export default { render };
