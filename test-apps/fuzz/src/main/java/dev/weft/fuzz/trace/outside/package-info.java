/** Plain code between woven methods: nothing here is marked, so nothing is woven. */
package dev.weft.fuzz.trace.outside;
