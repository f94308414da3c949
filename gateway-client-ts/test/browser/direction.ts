import type { Locator } from 'playwright-core'

/** Whether these words of an element are read from left to right, as they are written, and are not in front of what is written before them. */
export function readsOn(element: Locator, words: string): Promise<boolean> {
  return element.evaluate((root, wanted) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    let last = -1
    let line = -1
    /** Takes the end of what is before; on a new line nothing is before. */
    const behind = ({ right, bottom }: DOMRect) => {
      last = bottom > line + 3 ? right - 1 : Math.max(last, right - 1)
      line = bottom
    }
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = node.textContent!.indexOf(wanted)
      if (at < 0) {
        range.selectNodeContents(node)
        for (const part of range.getClientRects()) behind(part)
        continue
      }
      for (let i = at; i < at + wanted.length; i++) {
        range.setStart(node, i)
        range.setEnd(node, i + 1)
        const { left, bottom, width } = range.getBoundingClientRect()
        if (width === 0) continue // a blank at the end of a line
        if (bottom <= line + 3 && left < last) return false
        last = left
        line = bottom
      }
      return true
    }
    return false
  }, words)
}
