/** The one function that is needed of bcryptjs; the build puts it into this file. */
export { hashSync } from 'bcryptjs';
