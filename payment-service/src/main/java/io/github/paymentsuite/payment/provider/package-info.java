/**
 * Payment providers as the suite sees them: a port, and the adapters to it. This is how its shapes
 * are meant to be filled:
 *
 * <table>
 * <caption>Three providers</caption>
 * <tr><th></th><th>Alipay barcode pay</th><th>WeChat codepay</th><th>Stripe payment intent</th></tr>
 * <tr><td>asked by</td><td>{@code out_trade_no}</td><td>{@code out_trade_no}</td>
 *     <td>the intent's id: the intent is created unconfirmed, with the attempt's number as
 *     {@code Idempotency-Key}, its id kept as the charge's reference, and only then confirmed</td></tr>
 * <tr><td>Paid</td><td>code 10000; {@code TRADE_SUCCESS}, {@code TRADE_FINISHED}</td>
 *     <td>{@code trade_state} SUCCESS, never the status line alone</td><td>{@code succeeded}</td></tr>
 * <tr><td>Declined</td><td>40004 with a listed {@code sub_code}, never
 *     {@code ACQ.SYSTEM_ERROR}</td><td>a listed code</td>
 *     <td>402 {@code card_error}; a payer who would have to confirm in the app is one too, by
 *     {@code error_on_requires_action}</td></tr>
 * <tr><td>Pending</td><td>10003, {@code WAIT_BUYER_PAY}</td><td>HTTP 202, USERPAYING, NOTPAY, and PAYERROR, which wants to be reversed</td>
 *     <td>{@code requires_confirmation}, {@code processing}</td></tr>
 * <tr><td>Closed, Refunded</td><td>{@code TRADE_CLOSED} without, with {@code send_pay_date}</td>
 *     <td>CLOSED, REVOKED; REFUND</td><td>{@code canceled}; a succeeded refund</td></tr>
 * <tr><td>NotFound</td><td>{@code ACQ.TRADE_NOT_EXIST}</td><td>ORDER_NOT_EXIST</td>
 *     <td>no reference was kept: nothing was confirmed</td></tr>
 * <tr><td>reverse</td><td>{@code cancel}; {@code retry_flag} Y is NotNow, after a day it is
 *     TooLate</td><td>{@code reverse}; USERPAYING is NotNow, after 7 days it is TooLate</td>
 *     <td>{@code cancel}; of a succeeded intent it is TooLate</td></tr>
 * <tr><td>refund</td><td>{@code out_request_no}; {@code fund_change} Y has Succeeded</td>
 *     <td>{@code out_refund_no}; PROCESSING is Accepted, ABNORMAL has Failed</td>
 *     <td>the refund's number as {@code Idempotency-Key}</td></tr>
 * </table>
 *
 * <p>Whatever is in no row is Unknown.
 */
package io.github.paymentsuite.payment.provider;
