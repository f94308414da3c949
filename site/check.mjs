// Fails when a link of the built site leads to a page, a file or an anchor that is not there.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), '.vitepress/dist')
const pages = fs.readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.html') && !name.startsWith('files/'))
const texts = new Map(pages.map((name) => [name, fs.readFileSync(path.join(dist, name), 'utf8')]))
const faults = []
let links = 0

for (const [name, text] of texts) {
  if (name === '404.html') continue
  for (const [, href] of text.matchAll(/<a[^>]* href="([^"]*)"/g)) {
    if (/^[a-z]+:/.test(href)) continue
    links++
    const [target, anchor] = decodeURIComponent(href.replaceAll('&amp;', '&')).split('#')
    let page = target === '' ? name : path.posix.normalize(target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(name), target))
    if (page === '.' || page === '' || page.endsWith('/')) page = (page === '.' ? '' : page) + 'index.html'
    const file = [page, page + '.html'].find((one) => fs.statSync(path.join(dist, one), { throwIfNoEntry: false })?.isFile())
    if (!file) faults.push(`${name}: ${href} leads nowhere`)
    else if (anchor && !texts.get(file)?.includes(`id="${anchor}"`)) faults.push(`${name}: ${href} has no such heading`)
  }
}
faults.forEach((fault) => console.error(fault))
console.log(`${pages.length} pages, ${links} links, ${faults.length} dead`)
process.exit(faults.length || pages.length < 20 ? 1 : 0)
