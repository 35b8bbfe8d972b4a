/* Shows a picture and tells the kernel, in ems of the picture's text, how wide the next one may be. */
function render({ model, el }) {
  el.style.width = "100%";

  function draw() {
    el.innerHTML = model.get("html");
    measure();
  }

  function measure() {
    const picture = el.firstElementChild;
    if (!picture || !el.clientWidth) return;
    const room = el.clientWidth / parseFloat(getComputedStyle(picture).fontSize);
    const width = Math.min(model.get("widest"), Math.max(model.get("narrowest"), Math.floor(room)));
    if (width === model.get("width")) return;
    model.set("width", width);
    model.save_changes();
  }

  let waiting;
  const observer = new ResizeObserver(() => {
    clearTimeout(waiting);                             // while an edge is being dragged nothing is drawn
    waiting = setTimeout(measure, 100);
  });
  model.on("change:html", draw);
  draw();
  observer.observe(el);
  return () => {
    clearTimeout(waiting);
    observer.disconnect();
    model.off("change:html", draw);
  };
}

export default { render };
