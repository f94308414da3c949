// What happens to a user, a message or a chat: the gateways record it from the first question on.
import { get } from './api.js'
import { button, code, create, Panel, table } from './dom.js'
import { dateTime, text } from './texts.js'

const KINDS = [['user', 'user'], ['message', 'messageId'], ['chat', 'chatId']]

function list(events) {
  return table(
    text('trace'),
    [
      { label: text('time'), cell: ({ at }) => dateTime(at, true), className: 'time' },
      { label: text('node'), cell: ({ node }) => code(node) },
      { label: text('what'), cell: ({ what }) => code(what) },
      { label: text('user'), cell: ({ user_id }) => user_id ?? '', className: 'wide' },
      { label: text('session'), cell: ({ session_id }) => (session_id ? code(session_id) : ''), className: 'wide' },
      { label: text('messageId'), cell: ({ message_id }) => (message_id ? create('a', { href: `#/trace?message=${encodeURIComponent(message_id)}` }, message_id) : ''), className: 'wide' },
      { label: text('details'), cell: ({ detail }) => detail ?? '', className: 'wide' }
    ],
    events
  )
}

/** @param parameters the subject, as the address of the page has it */
export function trace(parameters) {
  const chosen = KINDS.find(([kind]) => parameters.get(kind))?.[0] ?? 'user'
  const kind = create('select', { id: 'trace-kind' }, KINDS.map(([value, key]) => create('option', { value }, text(key))))
  kind.value = chosen
  const id = create('input', { id: 'trace-id', autocomplete: 'off', autocapitalize: 'none', spellcheck: false, value: parameters.get(chosen) ?? '' })
  const chat = create('input', { id: 'trace-in', autocomplete: 'off', autocapitalize: 'none', spellcheck: false, value: parameters.get('in') ?? '' })
  const inside = create('span', { className: 'row' }, create('label', { htmlFor: 'trace-in' }, text('inChat')), chat)
  const form = create('form', { className: 'row' }, create('label', { htmlFor: 'trace-kind' }, text('traceOf')), kind, create('label', { htmlFor: 'trace-id', className: 'visually-hidden' }, text('traceId')), id, inside, create('button', { type: 'submit', className: 'primary' }, text('traceAsk')))
  const again = button(text('traceAgain'), () => load(), { hidden: true })
  const panel = new Panel(text('trace'), { tools: [again] })

  const subject = () => ({ [kind.value]: id.value.trim(), ...(kind.value === 'message' && chat.value.trim() && { in: chat.value.trim() }) })
  const load = () =>
    panel.load(async () => {
      const { events, left_out, recording_until, missing_nodes, warnings } = await get('/system/trace', { ...subject(), limit: 500 })
      return [
        create('p', { className: 'hint' }, text('recordingUntil', { time: dateTime(recording_until) })),
        missing_nodes.length > 0 && create('p', { className: 'problem' }, text('missingNodes', { nodes: missing_nodes.join(', ') })),
        ...warnings.map((warning) => create('p', { className: 'problem' }, warning)),
        left_out > 0 && create('p', { className: 'hint' }, text('leftOut', { count: left_out })),
        events.length > 0 ? list(events) : create('p', { className: 'hint' }, text('noEvents'))
      ]
    })
  const adapt = () => (inside.hidden = kind.value !== 'message')

  kind.addEventListener('change', adapt)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!id.value.trim()) return
    const hash = `#/trace?${new URLSearchParams(subject())}`
    if (location.hash === hash) void load()
    else location.hash = hash
  })
  adapt()
  if (id.value) {
    again.hidden = false
    void load()
  } else {
    void panel.load(async () => [], { empty: text('traceHint') })
  }
  return { element: create('div', {}, create('section', { className: 'panel' }, form), panel.element) }
}
