// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The user's own programs: their objects are checked against the configuration, loaded and
 * attached; their maps become metrics, their ring buffers logs.
 */
@NullMarked
package dev.forager.receivers.ebpf.custom;

import org.jspecify.annotations.NullMarked;
