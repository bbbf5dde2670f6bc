/** B9: echo over loopback sockets, and connections that say nothing. */
package bench.echo;
