/** Programs with threads and sockets that know nothing of Weft: {@code patch=on} is for these. */
package dev.weft.existing;
