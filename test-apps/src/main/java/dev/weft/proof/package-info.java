/** What is promised of tasks, shown by long runs: {@code test-apps/run order}, {@code soak}. */
package dev.weft.proof;
