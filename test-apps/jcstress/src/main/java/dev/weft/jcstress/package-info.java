/**
 * Threads that meet at Weft's synchronizers and channels at the same moment: what comes of it must
 * be one of the outcomes that are listed. One file for each kind; run by {@code -Pjcstress}.
 */
package dev.weft.jcstress;
