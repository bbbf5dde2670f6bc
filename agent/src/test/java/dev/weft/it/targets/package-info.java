/** Small programs that integration tests run, in JVMs of their own or in the tests' own one. */
package dev.weft.it.targets;
