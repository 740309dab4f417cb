// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/** Brings telemetry into pipelines. */
public interface Receiver extends Component {}
