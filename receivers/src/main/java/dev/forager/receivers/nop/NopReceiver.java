// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.nop;

import dev.forager.pipeline.Receiver;

/** Does nothing. Immutable. */
final class NopReceiver implements Receiver {}
