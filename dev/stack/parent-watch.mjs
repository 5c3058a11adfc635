/**
 * Preloaded into every child (--import), so that a child whose parent was killed doesn't keep holding its port. Plain JavaScript, because
 * the threads that a child starts (Temporal's, for workflows) also load it, without tsx.
 */
if (process.channel) {
  process.on('disconnect', () => process.exit(1));
  // Listening keeps the channel open, and with it the process; unref lets a child that has finished exit.
  process.channel.unref();
}
