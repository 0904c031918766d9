import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { AlibabaAlscApi } from '../../credentials/AlibabaAlscApi.credentials';

/** An expression that names a variable or an external secret and nothing else: the same for all items. */
const SAME_FOR_ALL =
	/^=\s{0,9}\{\{\s{0,9}\$(?:secrets|vars)(?:\.[A-Za-z_$][\w$]{0,99}|\['[^'\]]{0,99}'\]|\["[^"\]]{0,99}"\])+\s{0,9}\}\}\s{0,9}$/;

/**
 * Whether a credential may come out differently for another item. Only its stored form, with the
 * expressions, can tell. n8n gives nodes that form only through an internal helper; in an n8n that lacks the
 * helper, the credential counts as one that varies, which costs time and is never wrong.
 *
 * @param resolved the credential as n8n resolved it for the first item
 */
export async function variesByItem(
	context: IExecuteFunctions,
	type: string,
	resolved: ICredentialDataDecryptedObject,
): Promise<boolean> {
	const stored = await storedCredential(context, type);
	if (!stored) return true;
	return new AlibabaAlscApi().properties.some(({ name, default: byDefault }) => {
		const value = stored[name];
		if (typeof value === 'string' && value.startsWith('=')) return !SAME_FOR_ALL.test(value);
		// The value comes from neither the stored credential nor the default, so from an overwrite of n8n's
		// administrator (CREDENTIALS_OVERWRITE_DATA), which may hold an expression as well.
		return ![value, byDefault, undefined].includes(resolved[name]);
	});
}

async function storedCredential(
	context: IExecuteFunctions,
	type: string,
): Promise<ICredentialDataDecryptedObject | undefined> {
	const { additionalData } = context as unknown as {
		additionalData?: Partial<IWorkflowExecuteAdditionalData>;
	};
	const details = context.getNode().credentials?.[type];
	const helper = additionalData?.credentialsHelper;
	if (!details || typeof helper?.getDecrypted !== 'function') return undefined;
	const stored: unknown = await helper.getDecrypted(
		additionalData as IWorkflowExecuteAdditionalData,
		details,
		type,
		context.getMode(),
		context.getExecuteData?.(),
		true,
	);
	return typeof stored === 'object' && stored !== null
		? (stored as ICredentialDataDecryptedObject)
		: undefined;
}
