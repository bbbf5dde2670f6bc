/**
 * What a user's own code needs to name: the {@link dev.weft.Suspendable} annotation and functional
 * types whose method may suspend.
 */
package dev.weft;
