/**
 * Looking at a running program: the tasks of hubs as a thread dump in the JDK's own format, and
 * counters over JMX. It reads all other packages; none depends on it.
 */
package dev.weft.debug;
