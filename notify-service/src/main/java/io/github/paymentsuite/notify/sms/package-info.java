/**
 * SMS providers as the suite sees them: a port, and the adapters to it. The shapes hold for
 * Aliyun's SendSms and QuerySendDetails.
 */
package io.github.paymentsuite.notify.sms;
