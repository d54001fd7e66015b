"""What a browser shows, measured: letter sizes, contrast, focus. Scripts run in the page, read back as plain rows."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_TEXTS = """
const shown = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const node = walk.currentNode, element = node.parentElement;
  if (!node.textContent.trim() || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'TITLE'].includes(element.tagName)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  const style = getComputedStyle(element);
  if (box.width < 2 || box.height < 2 || style.visibility === 'hidden') continue;
  shown.push({element, style, text: node.textContent.trim().slice(0, 40)});
}
"""

SMALLEST = (
    "() => {"
    + _TEXTS
    + """
  const drawn = shown.map(one => [parseFloat(one.style.fontSize), one.text]);
  return drawn.sort((a, b) => a[0] - b[0]).slice(0, 20);
}"""
)

CONTRASTS = (
    "() => {"
    + _TEXTS
    + """
  const parse = text => {
    const canvas = parse.canvas ||= document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return {r, g, b, a: a / 255};
  };
  const over = (top, below, alpha) => ({
    r: top.r * alpha + below.r * (1 - alpha), g: top.g * alpha + below.g * (1 - alpha),
    b: top.b * alpha + below.b * (1 - alpha), a: 1});
  const channel = x => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  const luminance = c => 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
  const paper = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor;
  const found = [];
  for (const {element, style, text} of shown) {
    if (element.closest('svg') || element.closest('[disabled],[aria-disabled=true]')) continue;
    const chain = [];
    let alpha = 1;
    for (let one = element; one; one = one.parentElement) {
      const its = getComputedStyle(one);
      chain.unshift(its.backgroundColor);
      alpha *= parseFloat(its.opacity);
    }
    let below = parse(paper);
    for (const colour of chain) { const c = parse(colour); below = over(c, below, c.a); }
    const ink = parse(style.color);
    const seen = over(ink, below, ink.a * alpha);
    const [high, low] = [luminance(seen), luminance(below)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize), isBold = parseInt(style.fontWeight) >= 700;
    const wanted = size >= 24 || (size >= 18.66 && isBold) ? 3 : 4.5;
    const ratio = (high + 0.05) / (low + 0.05);
    const isMark = !/[\\p{L}\\p{N}]/u.test(text);
    if (ratio < wanted && !isMark) found.push([Math.round(ratio * 100) / 100, text]);
  }
  return found;
}"""
)

FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const ringed = one => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  let isRinged = false;
  for (let one = element, depth = 0; one && depth < 4 && !isRinged; one = one.parentElement, depth++)
    isRinged = ringed(one);
  element.dataset.reached = 'yes';
  return {name: (element.innerText || element.ariaLabel || element.tagName).trim().slice(0, 40), isRinged};
}"""

UNREACHED = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), summary, [role=tab], [tabindex="0"]')]
  .filter(one => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const group = one.closest('[role=tablist],[role=radiogroup]');
    const inGroup = group && group.querySelector('[data-reached]');
    return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && !one.disabled && one.tabIndex >= 0
      && !one.dataset.reached && !inGroup && !one.closest('details:not([open]) > :not(summary)')
      && !one.closest('[data-testid=stElementToolbar]') && !one.closest('[data-testid=stHeaderActionElements]');
  })
  .map(one => `${one.tagName} ${(one.innerText || one.ariaLabel || '').trim().slice(0, 40)}`)"""


def smallest_texts(page: Page) -> list[tuple[float, str]]:
    """(pixels, text) of the smallest texts, those of charts and tables with them."""
    return [(size, text) for size, text in page.evaluate(SMALLEST)]


def faint_texts(page: Page) -> list[tuple[float, str]]:
    """(contrast, text) of every text whose contrast is below WCAG AA."""
    return [(ratio, text) for ratio, text in page.evaluate(CONTRASTS)]


def tab_through(page: Page, *, at_most: int) -> list[dict[str, Any]]:
    """What the tab key reaches, in order: name and whether a ring is drawn around it."""
    reached: list[dict[str, Any]] = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            break
        reached.append(found)
    return reached


def unreached(page: Page) -> list[str]:
    """Controls and links that `tab_through` did not come by."""
    return list(page.evaluate(UNREACHED))
