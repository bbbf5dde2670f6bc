/** Tasks as owners of the JDK's locks and thread locals, and waiters of its synchronizers. */
@Suspendable
package dev.weft.identity;

import dev.weft.Suspendable;
