/** The same work in Kilim, woven after compilation by its own Maven plugin. */
package bench.kilim;
