// Draws the map from the list that stands beside it: one link a place, the same links as in the list.
import { control, divIcon, latLngBounds, map as draw, marker, tileLayer } from "leaflet";

const TILES = "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png";
const SOURCE = "https://maps.gsi.go.jp/development/ichiran.html";
const WIDEST = 9; // the Kofu basin fits
const CLOSEST = 16;
const FIRST_CLOSEST = 14; // one district alone: still its surroundings

function drawMaps(root) {
  for (const frame of root.querySelectorAll(".map-frame:not([data-ready])")) {
    frame.dataset.ready = "yes";
    const lines = [...frame.querySelectorAll("a[data-lat]")];
    if (lines.length) drawMap(frame, lines);
  }
}

function drawMap(frame, lines) {
  const place = frame.querySelector(".map");
  place.hidden = false;
  frame.classList.add("map-drawn");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = draw(place, {
    minZoom: WIDEST,
    maxZoom: CLOSEST,
    zoomSnap: 0.25, // as close as everything fits
    scrollWheelZoom: false, // the wheel scrolls the page
    zoomControl: false,
    fadeAnimation: !calm,
    zoomAnimation: !calm,
    markerZoomAnimation: !calm,
  });
  map.attributionControl.setPrefix(false);
  const { closer, farther } = place.dataset;
  control.zoom({ zoomInTitle: closer, zoomOutTitle: farther }).addTo(map);
  tiles(map, frame, place.dataset.credit);
  const points = lines.map((line) => [line.dataset.lat, line.dataset.lng]);
  map.fitBounds(latLngBounds(points), { padding: [28, 28], maxZoom: FIRST_CLOSEST, animate: false });
  lines.forEach((line, index) => addMarker(map, line, points[index]));
}

function tiles(map, frame, credit) {
  const link = `<a href="${SOURCE}">${credit}</a>`;
  const layer = tileLayer(TILES, { attribution: link, minZoom: WIDEST, maxZoom: CLOSEST });
  let loaded = false;
  layer.on("tileload", () => (loaded = true));
  layer.on("tileerror", () => (frame.querySelector(".map-failed").hidden = loaded));
  layer.addTo(map);
}

// A real link, so that it can be reached, opened and read out like every other.
function addMarker(map, line, point) {
  const link = document.createElement("a");
  link.className = "map-marker";
  link.href = line.href;
  link.append(document.createElement("span"));
  link.firstChild.textContent = line.dataset.number;
  link.title = spoken(line);
  link.setAttribute("aria-label", link.title);
  const icon = divIcon({ html: link, className: "map-pin", iconSize: [44, 44] });
  marker(point, { icon, keyboard: false, interactive: false, riseOnHover: true }).addTo(map);
}

// The line's words without the readings over them.
function spoken(line) {
  const copy = line.cloneNode(true);
  for (const reading of copy.querySelectorAll("rt, rp")) reading.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

drawMaps(document);
document.addEventListener("htmx:load", ({ detail }) => drawMaps(detail.elt));
