/** Input and output of tasks. */
package dev.weft.io;
