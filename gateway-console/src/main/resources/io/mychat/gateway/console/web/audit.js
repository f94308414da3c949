// The last lines of the audit of this node, newest first.
import { get } from './api.js'
import { button, code, create, Panel, table } from './dom.js'
import { dateTime, text } from './texts.js'

const PAGE = 200
/** As many lines as a page keeps at most. */
const MAX_LINES = 5000

const BAD = /refused|rejected|anomaly|omitted|shortened/

function details({ at, event, ...rest }) {
  return create(
    'span',
    { className: 'details' },
    Object.entries(rest).map(([key, value]) => create('span', { className: 'pair' }, `${key} `, code(typeof value === 'string' ? value : JSON.stringify(value))))
  )
}

export function audit() {
  let lines = []
  let cursor
  const words = create('input', { id: 'words', type: 'search', autocomplete: 'off', spellcheck: false, placeholder: text('filterAudit') })
  const event = create('select', { id: 'event' })
  const matches = create('p', { className: 'hint', role: 'status' })
  const older = button(text('older'), () => load(cursor), { hidden: true })
  const panel = new Panel(text('audit'), { tools: [button(text('refresh'), () => load())] })

  function events() {
    const chosen = event.value
    const names = [...new Set(lines.map((line) => line.event))].sort()
    event.replaceChildren(create('option', { value: '' }, text('everyEvent')), ...names.map((name) => create('option', { value: name }, name)))
    event.value = names.includes(chosen) ? chosen : ''
  }

  function draw() {
    const wanted = words.value.trim().toLowerCase()
    const found = lines.filter((line) => (!event.value || line.event === event.value) && JSON.stringify(line).toLowerCase().includes(wanted))
    matches.textContent = text('auditMatches', { found: found.length, count: lines.length })
    return found.length > 0 && table(
      text('audit'),
      [
        { label: text('time'), cell: ({ at }) => dateTime(at, true), className: 'time' },
        { label: text('event'), cell: (line) => create('code', { className: BAD.test(line.event) ? 'warn' : '' }, line.event) },
        { label: text('details'), cell: details, className: 'wide' }
      ],
      found
    )
  }

  const load = (from) =>
    panel.load(
      async () => {
        const page = await get('/system/audit', { limit: PAGE, cursor: from })
        lines = from ? [...lines, ...page.lines] : page.lines
        cursor = page.next_cursor ?? undefined
        older.hidden = !cursor || lines.length >= MAX_LINES
        events()
        return [create('p', { className: 'hint' }, text('asSeenBy', { node: page.node })), draw()]
      },
      { empty: text('noMatch') }
    )
  const redraw = () => panel.load(async () => draw(), { empty: text('noMatch') })
  words.addEventListener('input', redraw)
  event.addEventListener('change', redraw)
  events()
  void load()
  return {
    element: create(
      'div',
      {},
      create(
        'section',
        { className: 'panel' },
        create('div', { className: 'row' }, create('label', { htmlFor: 'words' }, text('filter')), words, create('label', { htmlFor: 'event' }, text('event')), event),
        matches
      ),
      panel.element,
      create('div', { className: 'row' }, older)
    )
  }
}
