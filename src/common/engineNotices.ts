const NOTICES =
  /^(?:WARNING: All log messages before absl::InitializeLog\(\).*|I\d{4} \d\d:\d\d:\d+\.\d+ +\d+ \S+:\d+\] .*)(?:\n|$)/gm;

/**
 * What a computing process printed, without what TensorFlow's library tells of itself: version 2.21 does so on processors that oneDNN
 * has its own operations for, whatever the log level.
 */
export function withoutEngineNotices(printed: string): string {
  return printed.replace(NOTICES, '');
}
