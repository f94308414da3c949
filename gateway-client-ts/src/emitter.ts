/** Typed events. A listener that throws disturbs no other one. */
export class Emitter<E extends object> {
  private readonly listeners = new Map<keyof E, Set<(value: never) => void>>()
  private readonly report: (error: unknown) => void

  constructor(report: (error: unknown) => void) {
    this.report = report
  }

  on<K extends keyof E>(event: K, listener: (value: E[K]) => void): () => void {
    let set = this.listeners.get(event)
    if (!set) this.listeners.set(event, (set = new Set()))
    set.add(listener)
    return () => {
      set.delete(listener)
    }
  }

  emit<K extends keyof E>(event: K, value: E[K]): void {
    for (const listener of [...(this.listeners.get(event) ?? [])]) {
      try {
        ;(listener as (value: E[K]) => void)(value)
      } catch (error) {
        this.report(error)
      }
    }
  }
}
