// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The scenario {@code security}: from what programs do to records that rules have judged. Events
 * are decoded on the ring's thread to {@link dev.forager.receivers.ebpf.security.SecurityEvent}s,
 * of which rules decide severity and repeats.
 */
@NullMarked
package dev.forager.receivers.ebpf.security;

import org.jspecify.annotations.NullMarked;
