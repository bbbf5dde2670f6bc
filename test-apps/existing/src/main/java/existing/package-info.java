/**
 * Blocking programs as people write them, with threads and nothing of Weft: servers that print the
 * port they listen at and run until their standard input ends, and programs that make a load, whose
 * output is the same in every run.
 */
package existing;
