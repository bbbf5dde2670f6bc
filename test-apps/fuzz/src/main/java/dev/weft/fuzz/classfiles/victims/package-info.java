/** Small classes of many shapes, which are mutated. */
package dev.weft.fuzz.classfiles.victims;
