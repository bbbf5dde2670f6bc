/** The same work in Weft, woven at load by its agent. */
package bench.weft;
