/** Founding again is harmless, in the same mode only: a district is a sandbox from its first event or never. */
export function refuseOtherMode(district: string, isSandbox: boolean, asSandbox: boolean): void {
  if (isSandbox !== asSandbox)
    throw new Error(
      `district ${district} was founded as a ${isSandbox ? 'sandbox' : 'live district'} and stays one`,
    );
}
