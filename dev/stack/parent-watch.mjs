/**
 * Preloaded into every child (--import): a child whose parent was killed must not go on holding its port. Plain JavaScript,
 * since the threads that a child starts (Temporal's, for workflows) load it too, without tsx.
 */
if (process.channel) {
  process.on('disconnect', () => process.exit(1));
  // Listening keeps the channel, and with it the process, alive; a child that has finished should still be able to end.
  process.channel.unref();
}
