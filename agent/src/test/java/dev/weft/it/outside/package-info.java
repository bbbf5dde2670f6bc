/** Code that no option includes. */
package dev.weft.it.outside;
