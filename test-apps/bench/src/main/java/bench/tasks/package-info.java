/**
 * The benchmarks B4 to B7: tasks, timers and channels of whole schedulers, each in processes of
 * their own.
 */
package bench.tasks;
