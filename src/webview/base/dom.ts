type Child = Node | string | number | undefined;

/** What an element gets: properties by attribute name, and listeners by their event's name after "on". */
export interface Attributes {
  readonly [name: `on${string}`]: (event: Event) => void;
  readonly [name: string]: string | number | boolean | undefined | ((event: Event) => void);
}

/**
 * An HTML element. Texts become text nodes, never markup. `true` is an attribute without a value; `false` and undefined are
 * left out.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes?: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag];
export function h(tag: string, attributes?: Attributes, ...children: readonly Child[]): HTMLElement;
export function h(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  return furnish(document.createElement(tag), attributes, children);
}

/** An SVG element, as {@link h}. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  return furnish(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function furnish<Made extends Element>(
  element: Made,
  attributes: Attributes,
  children: readonly Child[],
): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== undefined) element.append(asNode(child));
  return element;
}

function asNode(child: Node | string | number): Node {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/** Replaces an element's text, and touches the page only when it differs. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Replaces all children. */
export function setChildren(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined).map(asNode));
}

/** As {@link setChildren}; what had the keyboard's focus, by its `data-key`, has it in the new children, too. */
export function setChildrenKeepingFocus(element: Element, ...children: readonly Child[]): void {
  const { activeElement } = document;
  const key = element.contains(activeElement) ? (activeElement as HTMLElement).dataset['key'] : undefined;
  setChildren(element, ...children);
  if (key === undefined) return;
  [...element.querySelectorAll<HTMLElement>('[data-key]')]
    .find(({ dataset }) => dataset['key'] === key)
    ?.focus();
}

/** Shows or hides an element, also from screen readers. */
export function setShown(element: HTMLElement, shown: 'shown' | 'hidden'): void {
  element.hidden = shown === 'hidden';
}
