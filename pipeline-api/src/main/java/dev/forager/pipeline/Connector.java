// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/** The exporter of one pipeline and the receiver of others, for one pair of signals. */
public interface Connector extends Component, Consumer {}
