/** What every peer implements. Java 8, because Kilim's weaver reads no newer class files. */
package bench.peer;
