/** Programs with threads, which know nothing of Weft. */
package dev.weft.it.targets.threads;
