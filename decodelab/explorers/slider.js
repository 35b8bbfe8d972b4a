/* The browser's own slider with a name, a value in words, and a button that plays it where a pace is given. */
function render({ model, el }) {
  el.classList.add("decodelab-slider");
  el.innerHTML = "<label><span class='name'></span><input type='range'></label><span class='value' aria-hidden='true'></span>";
  const [name, input, value] = el.querySelectorAll(".name, input, .value");

  input.dataset.lmSuppressShortcuts = "true";        // here arrows move the slider, not the notebook

  function draw() {
    const texts = model.get("texts");
    name.textContent = model.get("description");
    input.max = texts.length - 1;
    input.value = model.get("at");
    value.textContent = texts[input.value];
    input.setAttribute("aria-valuetext", texts[input.value]);
  }

  function move(at) {
    model.set("at", at);
    model.save_changes();
  }

  input.addEventListener("input", () => move(Number(input.value)));
  model.on("change:at change:texts change:description", draw);
  draw();
  const stop = model.get("pace") ? addPlayer() : () => {};
  return () => {
    stop();
    model.off("change:at change:texts change:description", draw);
  };

  function addPlayer() {
    const button = document.createElement("button");
    let ticking = null;

    function say() {
      button.textContent = ticking ? "stop" : "play";
      button.setAttribute("aria-label", `${button.textContent}: ${model.get("description")}`);
    }

    function stop() {
      clearInterval(ticking);
      ticking = null;
      say();
    }

    function step() {
      if (Number(input.value) < Number(input.max)) move(Number(input.value) + 1);
      if (input.value === input.max) stop();
    }

    button.type = "button";
    button.className = "jupyter-button";
    button.addEventListener("click", () => {
      if (ticking) return stop();
      if (input.value === input.max) move(0);
      ticking = setInterval(step, model.get("pace"));
      say();
    });
    input.addEventListener("input", stop);
    say();
    el.append(button);
    return stop;
  }
}

export default { render };
