/** The same work on the continuation inside JDK 25. */
package bench.loom;
