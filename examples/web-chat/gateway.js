// The connection of this window to the gateway, and a network that can be cut to see what happens.
import { GatewayClient, storageSessions } from './gateway-client.js'

const KEY = 'mychat-session'

/** A WebSocket whose network is switched off and on by hand. */
export class Network {
  off = false
  #sockets = new Set()

  /** The class for the client. */
  get WebSocket() {
    const network = this
    return class extends WebSocket {
      constructor(url, protocols) {
        super(url, protocols)
        network.#sockets.add(this)
        this.addEventListener('close', () => network.#sockets.delete(this))
        if (network.off) this.close()
      }
    }
  }

  /** Ends the connection, as a tunnel or a restarted router would. */
  cut() {
    for (const socket of this.#sockets) socket.close(3001, 'cut')
  }

  toggle() {
    this.off = !this.off
    if (this.off) this.cut()
    else window.dispatchEvent(new Event('online'))
  }
}

/** What the demo tells about itself. */
export async function readDemo() {
  const response = await fetch('demo.json')
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

// Each window is a device of its own, so that two windows can be two people: sessionStorage belongs to one window.
export function createClient(demo, platform, network) {
  sessionStorage.setItem(KEY + '-platform', platform)
  return new GatewayClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.hostname}:${demo.websocket_port}/ws`,
    apiUrl: `${location.origin}/api`,
    platform,
    store: storageSessions(sessionStorage, KEY),
    environment: { WebSocket: network.WebSocket }
  })
}

/** The platform of the session that an earlier page of this window has left; undefined: none. */
export function savedPlatform() {
  const saved = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
  return saved?.tokens && sessionStorage.getItem(KEY + '-platform')
}

/** Forgets the session: the next login is that of a new device. */
export function forgetSession() {
  sessionStorage.removeItem(KEY)
}
