/** Customer ids look like real ones: beyond 2^53, so that a double would round them. */
const FIRST_CUSTOMER = 7_027_365_937_982_563_912n;

/** The id of the n-th customer; always the same. */
export function customerId(n: number): string {
	return (FIRST_CUSTOMER + BigInt(n)).toString();
}
