// Taking away: the picture as PNG and SVG, the statements as CSV and Turtle, the link, and paper.
import { copied } from "./cards.js";
import { csvOf } from "./csv.js";
import { drawing } from "./drawing.js";
import { announce, byId, el } from "./elements.js";
import { colour } from "./graph.js";
import { turtleOf } from "./turtle.js";

// `texts` waits for the sentences.
export function makeExports(data, graph, texts, sceneNow, stateNow) {
  const actions = {
    png: () => pngOf(graph).then((blob) => save(blob, "stance-graph.png")),
    svg: () => save(new Blob([drawing(graph)], { type: "image/svg+xml" }), "stance-graph.svg"),
    // The mark of byte order tells spreadsheets that the file is UTF-8.
    csv: async () => {
      await texts();
      save(new Blob(["\ufeff", csvOf(data, sceneNow().shown)], { type: "text/csv" }), "statements.csv");
    },
    turtle: async () => {
      await texts();
      save(new Blob([turtleOf(data, sceneNow().shown, sceneNow().edges, stateNow())], { type: "text/turtle" }), "statements.ttl");
    },
    link: async () => announce((await copied(location.href, byId("take-link"))) ? "Link copied" : "The browser does not allow copying"),
    print: () => print(),
  };
  for (const [name, act] of Object.entries(actions)) {
    byId(`take-${name}`).addEventListener("click", () => {
      act();
      if (name !== "link") byId("take").open = false;
    });
  }
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = el("a", { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  announce(`${name} saved`);
}

export function pngOf(graph) {
  const picture = graph.box.querySelector("canvas");
  const copy = el("canvas", { width: picture.width, height: picture.height });
  const pen = copy.getContext("2d");
  pen.fillStyle = colour("canvas");
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(picture, 0, 0);
  return new Promise((resolve) => copy.toBlob(resolve, "image/png"));
}
