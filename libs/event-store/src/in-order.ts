/**
 * Lets every piece of work begin at once, and none end before those that came earlier: commands of one moment keep their order,
 * though one of them has to wait for a key.
 */
export class InOrder {
  private last: Promise<unknown> = Promise.resolve();

  async run<T>(work: () => Promise<T>): Promise<T> {
    const earlier = this.last;
    const mine = work();
    this.last = Promise.allSettled([earlier, mine]).then(() => undefined);
    await earlier;
    return mine;
  }
}
