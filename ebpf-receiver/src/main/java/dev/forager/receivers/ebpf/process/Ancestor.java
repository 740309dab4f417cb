// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

/**
 * A parent, or a parent's parent. Immutable.
 *
 * @param key which process
 * @param comm name of its first thread
 */
public record Ancestor(ProcessKey key, String comm) {}
