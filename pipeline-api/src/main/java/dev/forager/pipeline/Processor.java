// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/** Edits, drops or holds telemetry between receivers and exporters. One instance per pipeline. */
public interface Processor extends Component, Consumer {}
