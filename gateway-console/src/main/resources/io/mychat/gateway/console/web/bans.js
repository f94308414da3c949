// Who is excluded, and until when.
import { call, get } from './api.js'
import { ask } from './dialog.js'
import { badge, button, code, create, joined, Panel, phrase, table } from './dom.js'
import { dateTime, text } from './texts.js'
import { ban } from './users.js'

const PAGE = 100

const parts = ({ address, user_id, platform, device_id }) => [address ?? user_id, platform, device_id].filter(Boolean)
const subject = (banned) => joined(parts(banned))
const kindOf = ({ address, device_id }) => text(address ? 'address' : device_id ? 'device' : 'user')

function lift(banned, after) {
  return ask({
    title: text('liftTitle'),
    message: text('liftText'),
    subject: subject(banned),
    label: text('lift'),
    run: async () => {
      await call('DELETE', `/bans/${encodeURIComponent(banned.id)}`)
      return phrase('liftedResult', { subject: subject(banned) })
    }
  }).then((done) => done && after())
}

export function bans() {
  let cursor
  const more = button(text('nextPage'), () => load(cursor), { hidden: true })
  const first = button(text('firstPage'), () => load(), { hidden: true })
  const panel = new Panel(text('bans'), {
    tools: [button(text('refresh'), () => load()), button(text('addBan'), () => ban(undefined, load), { className: 'danger' })]
  })
  const load = (from) =>
    panel.load(
      async () => {
        const page = await get('/bans', { limit: PAGE, cursor: from })
        cursor = page.next_cursor ?? undefined
        more.hidden = !cursor
        first.hidden = !from
        return page.bans.length > 0 && list(page.bans, load)
      },
      { empty: text('noBans') }
    )
  void load()
  return { element: create('div', {}, panel.element, create('div', { className: 'row' }, first, more)) }
}

function list(page, load) {
  return table(
    text('bans'),
    [
      { label: text('banned'), cell: (each) => (each.user_id ? create('a', { href: `#/users/${encodeURIComponent(each.user_id)}` }, subject(each)) : code(each.address)), className: 'wide' },
      { label: text('kind'), cell: kindOf },
      { label: text('reason'), cell: ({ reason }) => reason, className: 'wide' },
      { label: text('by'), cell: ({ by, automatic }) => (automatic ? badge(text('automatic')) : by), className: 'wide' },
      { label: text('created'), cell: ({ created_at }) => dateTime(created_at) },
      { label: text('until'), cell: ({ until }) => (until ? dateTime(until) : text('untilLifted')) },
      { label: text('actions'), cell: (each) => button(text('lift'), () => lift(each, load), { className: 'small', 'aria-label': `${text('lift')}: ${parts(each).join(' · ')}` }) }
    ],
    page
  )
}
