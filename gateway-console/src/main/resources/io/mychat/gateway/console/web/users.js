// Who is online, and what can be done about a user, a device or an address.
import { call, get } from './api.js'
import { ask } from './dialog.js'
import { apart, button, code, create, joined, Panel, phrase, table } from './dom.js'
import { dateTime, number, text } from './texts.js'

const PAGE = 50

const userLink = (id) => create('a', { href: `#/users/${encodeURIComponent(id)}` }, apart(id))

function search() {
  const input = create('input', { id: 'search', type: 'search', autocomplete: 'off', autocapitalize: 'none', spellcheck: false, placeholder: text('userId') })
  const form = create('form', { className: 'row', role: 'search' }, create('label', { htmlFor: 'search' }, text('findUser')), input, create('button', { type: 'submit', className: 'primary' }, text('find')))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (input.value.trim()) location.hash = `#/users/${encodeURIComponent(input.value.trim())}`
  })
  return form
}

/** The pages of those who are online, one after the other. */
export function users() {
  let cursor
  const more = button(text('nextPage'), () => load(cursor), { hidden: true })
  const first = button(text('firstPage'), () => load(), { hidden: true })
  const panel = new Panel(text('online'), { tools: [button(text('refresh'), () => load())] })
  const load = (from) =>
    panel.load(
      async () => {
        const page = await get('/connections/online', { limit: PAGE, cursor: from })
        cursor = page.next_cursor ?? undefined
        more.hidden = !cursor
        first.hidden = !from
        return [page.users.length > 0 && list(page.users), page.unknown > 0 && create('p', { className: 'problem' }, text('unknownUsers', { count: page.unknown }))]
      },
      { empty: text('nobodyOnline') }
    )
  void load()
  return { element: create('div', {}, create('section', { className: 'panel' }, search()), panel.element, create('div', { className: 'row' }, first, more)) }
}

function list(page) {
  const distinct = (sessions, key) => [...new Set(sessions.map((session) => session[key]))].join(', ')
  return table(
    text('online'),
    [
      { label: text('user'), cell: ({ user_id }) => userLink(user_id), className: 'wide' },
      { label: text('devices'), cell: ({ sessions }) => number(sessions.length), className: 'number' },
      { label: text('platforms'), cell: ({ sessions }) => distinct(sessions, 'platform'), className: 'wide' },
      { label: text('nodes'), cell: ({ sessions }) => code(distinct(sessions, 'node')), className: 'wide' },
      { label: text('address'), cell: ({ sessions }) => code(distinct(sessions, 'ip')), className: 'wide' },
      { label: text('since'), cell: ({ sessions }) => dateTime(sessions.map(({ connected_at }) => connected_at).sort()[0]) }
    ],
    page
  )
}

const reasonField = () => ({ name: 'reason', label: text('reason'), hint: text('kickReasonHint'), maxLength: 100 })

/** Ends sessions; with `revoke` their tokens, too. */
function kick(target, revoke, after) {
  return ask({
    title: text(revoke ? 'revokeTitle' : 'kickTitle'),
    message: text(revoke ? (target.device_id ? 'revokeDeviceText' : 'revokeUserText') : 'kickText'),
    subject: describe(target),
    fields: [reasonField()],
    label: text(revoke ? 'revoke' : 'kick'),
    danger: true,
    run: async ({ reason }) => {
      const { kicked } = await call('POST', '/connections/kick', { ...target, ...(reason && { reason }), ...(revoke && { revoke }) })
      return phrase(revoke ? 'revokedResult' : 'kickedResult', { count: kicked, subject: describe(target) })
    }
  }).then((done) => done && after())
}

const describe = ({ user_id, platform, device_id, address }) => joined([address ?? user_id, platform, device_id].filter(Boolean))

const DURATIONS = [
  ['3600', 'hour'],
  ['86400', 'day'],
  ['604800', 'week'],
  ['2592000', 'month'],
  ['', 'untilLifted']
]

/** @param target {user_id, platform?, device_id?} or {address}; nothing: the dialog asks for it */
export function ban(target, after) {
  const fields = [
    { name: 'reason', label: text('reason'), hint: text('banReasonHint'), required: true, maxLength: 200 },
    { name: 'seconds', label: text('howLong'), value: '86400', options: DURATIONS.map(([seconds, key]) => [seconds, text(key)]) }
  ]
  if (!target) {
    fields.unshift(
      { name: 'kind', label: text('banKind'), value: 'user_id', options: [['user_id', text('user')], ['address', text('address')]] },
      { name: 'subject', label: text('banSubject'), hint: text('banSubjectHint'), required: true, maxLength: 128 }
    )
  }
  if (!target || target.address) fields.push({ name: 'force', label: text('banForce'), type: 'checkbox' })
  return ask({
    title: text('banTitle'),
    message: text(target?.device_id ? 'banDeviceText' : target?.user_id ? 'banUserText' : target ? 'banAddressText' : 'banText'),
    subject: target && describe(target),
    fields,
    label: text('ban'),
    danger: true,
    run: async ({ kind, subject, reason, seconds, force }) => {
      const whom = target ?? { [kind]: subject }
      await call('POST', '/bans', { ...whom, reason, ...(seconds && { seconds: Number(seconds) }), ...(force && whom.address && { force }) })
      return phrase('bannedResult', { subject: describe(whom) })
    }
  }).then((done) => done && after())
}

/** One user: the devices, and what can be done with them. */
export function user(id) {
  const whole = { user_id: id }
  const actions = [
    button(text('refresh'), () => load()),
    create('a', { className: 'button', href: `#/trace?user=${encodeURIComponent(id)}` }, text('trace')),
    button(text('kickAll'), () => kick(whole, false, load)),
    button(text('revokeAll'), () => kick(whole, true, load), { className: 'danger' }),
    button(text('banUser'), () => ban(whole, load), { className: 'danger' })
  ]
  const panel = new Panel(phrase('devicesOf', { user: id }), { tools: actions })
  const load = () =>
    panel.load(
      async () => {
        const { users: found } = await get('/connections/online', { user_id: id })
        return found.length > 0 && devices(found[0], load)
      },
      { empty: text('notOnline') }
    )
  void load()
  return { element: create('div', {}, create('p', { className: 'back' }, create('a', { href: '#/users' }, text('toUsers'))), panel.element) }
}

function devices({ user_id, sessions }, load) {
  const target = ({ platform, device_id }) => ({ user_id, platform, device_id })
  const named = (key, session) => ({ 'aria-label': `${text(key)}: ${session.platform} ${session.device_id}` })
  return table(
    text('devices'),
    [
      { label: text('platform'), cell: ({ platform }) => platform },
      { label: text('device'), cell: ({ device_id }) => code(device_id), className: 'wide' },
      { label: text('node'), cell: ({ node }) => code(node) },
      { label: text('address'), cell: ({ ip }) => [code(ip), ' ', button(text('banShort'), () => ban({ address: ip }, load), { className: 'small', 'aria-label': `${text('ban')}: ${ip}` })] },
      { label: text('since'), cell: ({ connected_at }) => dateTime(connected_at) },
      { label: text('session'), cell: ({ session_id }) => code(session_id), className: 'wide' },
      {
        label: text('actions'),
        cell: (session) =>
          create(
            'div',
            { className: 'actions' },
            button(text('kick'), () => kick(target(session), false, load), named('kick', session)),
            button(text('revoke'), () => kick(target(session), true, load), { className: 'danger', ...named('revoke', session) }),
            button(text('ban'), () => ban(target(session), load), { className: 'danger', ...named('ban', session) })
          )
      }
    ],
    sessions
  )
}
