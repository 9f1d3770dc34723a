import { h } from '../base/dom';

/** What the page's style sheets say of a drawing, which leaves the page without them. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];
const GAP = 14;

/** Drawings as they look on the page, beside each other, in pixels of the screen. */
export async function canvasOf(...drawings: readonly SVGSVGElement[]): Promise<HTMLCanvasElement> {
  const ratio = window.devicePixelRatio;
  const sizes = drawings.map((drawing) => drawing.getBoundingClientRect());
  const width = sizes.reduce((sum, size) => sum + size.width, GAP * (sizes.length - 1));
  const canvas = h('canvas', {
    width: Math.ceil(width * ratio),
    height: Math.ceil(Math.max(0, ...sizes.map(({ height }) => height)) * ratio),
  });
  const context = canvas.getContext('2d');
  context?.scale(ratio, ratio);
  let left = 0;
  for (const [index, drawing] of drawings.entries()) {
    const size = sizes[index] ?? new DOMRect();
    context?.drawImage(await imageOf(drawing, size), left, 0, size.width, size.height);
    left += size.width + GAP;
  }
  return canvas;
}

async function imageOf(drawing: SVGSVGElement, { width, height }: DOMRect): Promise<HTMLImageElement> {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  for (const [index, original] of [drawing, ...drawing.querySelectorAll<SVGElement>('*')].entries()) {
    const computed = getComputedStyle(original);
    copies[index]?.removeAttribute('style');
    for (const style of STYLES) copies[index]?.setAttribute(style, computed.getPropertyValue(style));
  }
  copy.setAttribute('width', String(width * window.devicePixelRatio));
  copy.setAttribute('height', String(height * window.devicePixelRatio));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
